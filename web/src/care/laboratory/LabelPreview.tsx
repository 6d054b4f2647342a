/**
 * A label as it comes out of the printer, drawn from the house's own layout; printing takes this label and nothing else.
 *
 * Unit    mm
 * Proof   test/journey/laboratory.test.ts
 */
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { request } from '../../fhir/client.ts';
import { shownName } from '../../format/name.ts';
import type { Language } from '../../format/language.ts';
import { Bones, Failure } from '../../ui/Section.tsx';
import type { Person } from './api.ts';
import styles from './laboratory.module.css';

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly symbol: {
    readonly x: number;
    readonly y: number;
    readonly module: number;
    readonly rows: readonly string[];
  };
  readonly texts: readonly {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly weight: string;
    readonly bar?: number;
  }[];
}

/** Who a label is for, in the words of the label. */
export function labelPatient({ names, number, id, birthDate, sex }: Person, language: Language) {
  return {
    name: shownName(names, language).primary || '—',
    number: number ?? id.slice(0, 40),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex: sex === 'male' ? 'M' : sex === 'female' ? 'F' : sex }),
  };
}

/** Draws a label and prints it. */
export function LabelPreview({ label }: { readonly label: object }) {
  const { language, t } = usePreferences();
  const query = useQuery({
    queryKey: ['label', language, label],
    queryFn: async ({ signal }) => {
      const body = { format: 'layout', language, labels: [label] };
      return ((await request('/care/labels', { method: 'POST', body, signal })) as { labels: Layout[] }).labels[0];
    },
  });
  if (query.data === undefined)
    return query.isPending ? <Bones lines={3} /> : <Failure error={query.error} retry={query.refetch} />;
  return (
    <div className={styles['labelBox']}>
      <div className={styles['label']} data-print-label>
        <Drawing layout={query.data} />
      </div>
      <Button
        variant="default"
        size="md"
        leftSection={<IconPrinter size={20} aria-hidden />}
        onClick={() => window.print()}
      >
        {t('laboratory.print')}
      </Button>
    </div>
  );
}

function Drawing({ layout: { width, height, symbol, texts } }: { readonly layout: Layout }) {
  const { t } = usePreferences();
  const dark = symbol.rows.flatMap((row, y) => [...row].flatMap((bit, x) => (bit === '1' ? [[x, y] as const] : [])));
  const path = dark.map(
    ([x, y]) =>
      `M${symbol.x + x * symbol.module} ${symbol.y + y * symbol.module}h${symbol.module}v${symbol.module}h-${symbol.module}z`,
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      style={{ width: `${width}mm`, height: `${height}mm` }}
      role="img"
      aria-label={t('laboratory.label')}
    >
      <rect width={width} height={height} fill="#fff" />
      <path d={path.join('')} fill="#000" shapeRendering="crispEdges" />
      {texts.map(({ text, x, y, size, weight, bar }) => (
        <g key={`${x} ${y} ${text}`}>
          {bar !== undefined && <rect x={x} y={y} width={bar} height={size * 1.2} fill="#000" />}
          <text
            x={x}
            y={y + size}
            fontSize={size}
            fontWeight={weight === 'bold' ? 700 : 400}
            fill={bar === undefined ? '#000' : '#fff'}
          >
            {text}
          </text>
        </g>
      ))}
    </svg>
  );
}
