import { Link } from '@tanstack/react-router';
import app from '../app/app.module.css';
import { SECTIONS } from './sections.ts';
import { useWords } from './use-words.ts';

/** The pages of the open patient. */
export function PatientRail({ id }: { readonly id: string }) {
  const words = useWords();
  return (
    <div className={app['railGroup']}>
      <div className={app['railHead']}>{words('nav.record')}</div>
      {SECTIONS.map(({ key, to, sign: Sign }) => (
        <Link
          key={key}
          to={to}
          params={{ id }}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          className={app['railLink']}
        >
          <Sign size={18} stroke={1.7} aria-hidden />
          {words(`section.${key}`)}
        </Link>
      ))}
    </div>
  );
}
