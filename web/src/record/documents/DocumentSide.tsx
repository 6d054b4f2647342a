import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { search } from '../../fhir/client.ts';
import type { Composition, DiagnosticReport, DocumentReference, Observation } from '../../fhir/types.ts';
import { rangeText } from '../../format/flag.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { CodeableConceptDisplay, CodingsDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { narrativeText } from '../../ui/narrative.ts';
import { ObservationValueDisplay } from '../../ui/ObservationValueDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { Side } from '../Side.tsx';
import type { DocumentEntry } from './document-list.ts';
import { AttachmentDisplay } from './AttachmentDisplay.tsx';

/** One document for reading. */
export function DocumentSide({ entry }: { readonly entry: DocumentEntry }) {
  const { t } = usePreferences();
  const { resource } = entry;
  const status = `observation.${entry.status}`;
  return (
    <Side title={entry.title ?? <CodeableConceptDisplay concept={entry.concept} both />} resource={resource}>
      <Facts
        facts={[
          [t('field.date'), <DateDisplay key="date" value={entry.date} time />],
          [t('field.kind'), t(`document.${resource.resourceType}`)],
          [t('field.status'), isMessageKey(status) ? t(status) : entry.status],
          entry.author && [t('field.author'), <ReferenceDisplay key="author" reference={entry.author} />],
          [t('field.codes'), <CodingsDisplay key="codes" concept={entry.concept} />],
        ]}
      />
      {resource.resourceType === 'DiagnosticReport' && <ReportBody report={resource} />}
      {resource.resourceType === 'DocumentReference' && <DocumentBody document={resource} />}
      {resource.resourceType === 'Composition' && <CompositionBody composition={resource} />}
    </Side>
  );
}

function Narrative({ div }: { readonly div: string | undefined }) {
  const text = narrativeText(div);
  return text === '' ? null : <p style={{ whiteSpace: 'pre-wrap' }}>{text}</p>;
}

function ReportBody({ report }: { readonly report: DiagnosticReport }) {
  const ids = (report.result ?? []).flatMap(({ reference }) => reference?.split('/').at(-1) ?? []);
  return (
    <>
      {report.conclusion !== undefined && <p style={{ whiteSpace: 'pre-wrap' }}>{report.conclusion}</p>}
      {ids.length > 0 && <ReportResults ids={ids} />}
      {(report.presentedForm ?? []).map((form) => (
        <AttachmentDisplay key={form.url ?? form.title ?? form.hash} attachment={form} />
      ))}
      {ids.length === 0 && <Narrative div={report.text?.div} />}
    </>
  );
}

function ReportResults({ ids }: { readonly ids: readonly string[] }) {
  const query = useQuery({
    queryKey: ['report-results', ...ids],
    queryFn: async ({ signal }) => {
      const { matches } = await search('Observation', { _id: ids.join(','), _count: ids.length }, signal);
      return ids.flatMap((id) => matches.find((one) => one.id === id) ?? []);
    },
  });
  return (
    <Loaded query={query} lines={ids.length}>
      {(results) => <ResultRows results={results} missing={ids.length - results.length} />}
    </Loaded>
  );
}

function ResultRows({ results, missing }: { readonly results: readonly Observation[]; readonly missing: number }) {
  const { t } = usePreferences();
  return (
    <>
      <table className={ui['table']}>
        <thead>
          <tr>
            <th scope="col" style={{ paddingInlineStart: 0 }}>
              {t('field.test')}
            </th>
            <th scope="col">{t('field.value')}</th>
            <th scope="col">{t('field.range')}</th>
          </tr>
        </thead>
        <tbody>
          {results.map((one) => (
            <tr key={one.id}>
              <td style={{ paddingInlineStart: 0 }}>
                <CodeableConceptDisplay concept={one.code} />
              </td>
              <td>
                <ObservationValueDisplay valued={one} />
              </td>
              <td className="muted">{rangeText(one.referenceRange)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {missing > 0 && <p className="muted">{t('documents.missing', { count: missing })}</p>}
    </>
  );
}

function DocumentBody({ document }: { readonly document: DocumentReference }) {
  return (
    <>
      {document.content.map(({ attachment }) => (
        <AttachmentDisplay key={attachment.url ?? attachment.title ?? attachment.hash} attachment={attachment} />
      ))}
      <Narrative div={document.text?.div} />
    </>
  );
}

function CompositionBody({ composition }: { readonly composition: Composition }) {
  return (
    <>
      {(composition.section ?? []).map((section) => (
        <div key={section.title}>
          <strong>{section.title ?? <CodeableConceptDisplay concept={section.code} />}</strong>
          <Narrative div={section.text?.div} />
        </div>
      ))}
    </>
  );
}
