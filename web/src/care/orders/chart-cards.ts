/**
 * What decision support says when a chart is opened or a patient leaves: CDS Hooks cards of the house, in both languages.
 *
 * Source  https://cds-hooks.hl7.org/2.0/; src/cds/README.md
 * Proof   chart-cards.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type { Finding, Text } from './api.ts';

export type ChartHook = 'patient-view' | 'encounter-discharge';

/** A card as CDS Hooks has it, with what Maru adds. */
export interface Card {
  readonly uuid?: string;
  readonly summary: string;
  readonly detail?: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: { readonly label: string };
  readonly extension?: {
    readonly 'health.maru.cds'?: {
      readonly rule?: string;
      readonly tier?: 1 | 2 | 3;
      readonly summary?: Text;
      readonly detail?: Text;
      readonly source?: { readonly source: string; readonly date: string };
      readonly unchecked?: readonly { readonly reason: Text }[];
    };
  };
}

const TIERS = { critical: 1, warning: 2, info: 3 } as const;

/** The card as a finding; cards of other services as they are. */
export function findingOf(card: Card, service: string, at: number): Finding {
  const own = card.extension?.['health.maru.cds'] ?? {};
  const unchecked = own.unchecked?.map(({ reason }) => reason);
  const lines = (language: keyof Text) => [...new Set(unchecked?.map((reason) => reason[language]))].join('\n');
  const detail =
    unchecked === undefined ? { ko: card.detail ?? '', en: card.detail ?? '' } : { ko: lines('ko'), en: lines('en') };
  return {
    id: card.uuid ?? String(at),
    ...(card.uuid === undefined ? {} : { card: card.uuid }),
    rule: own.rule ?? 'external',
    tier: own.tier ?? TIERS[card.indicator],
    against: [],
    summary: own.summary ?? { ko: card.summary, en: card.summary },
    detail: own.detail ?? detail,
    source: own.source === undefined ? card.source.label : `${own.source.source} (${own.source.date})`,
    suggestions: [],
    service,
  };
}

/** The findings of a hook about a patient. Not asked again while the chart is open, because each answer is counted as shown. */
export function chartCardsQuery(hook: ChartHook, patient: string, user: string) {
  const service = `maru-${hook}`;
  return queryOptions({
    queryKey: ['orders', 'cards', hook, patient],
    queryFn: async ({ signal }) => {
      const body = { hook, hookInstance: crypto.randomUUID(), context: { patientId: patient, userId: user } };
      const { cards } = (await request(`/cds-services/${service}`, { method: 'POST', body, signal })) as {
        cards: readonly Card[];
      };
      return cards.map((card, at) => findingOf(card, service, at));
    },
    staleTime: 600_000,
    retry: 1,
  });
}
