/** A label as it is printed: the same layout that printers and PDF get, drawn on white. */
import type { DrawnLabel } from './api.ts';
import styles from './pharmacy.module.css';

export function Label({ label, title }: { readonly label: DrawnLabel; readonly title: string }) {
  const { width, height, symbol, texts } = label;
  const side = symbol.module;
  const squares = symbol.rows.flatMap((row, y) =>
    [...row].flatMap((one, x) =>
      one === '1' ? [`M${symbol.x + x * side} ${symbol.y + y * side}h${side}v${side}h-${side}z`] : [],
    ),
  );
  return (
    <svg className={styles['label']} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} data-label>
      <rect width={width} height={height} fill="#fff" rx={1.2} />
      <path d={squares.join('')} fill="#000" shapeRendering="crispEdges" />
      {texts.map((text) => (
        <g key={`${text.x} ${text.y}`}>
          {text.bar !== undefined && (
            <rect x={text.x - 0.5} y={text.y - 0.2} width={text.bar} height={text.size * 1.2} fill="#000" />
          )}
          <text
            x={text.x}
            y={text.y + text.size * 0.88}
            fontSize={text.size}
            fontWeight={text.weight === 'bold' ? 700 : 400}
            fill={text.bar === undefined ? '#000' : '#fff'}
          >
            {text.text}
          </text>
        </g>
      ))}
    </svg>
  );
}
