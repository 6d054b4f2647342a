/**
 * For tests: drafts, findings and orders as the server tells them.
 *
 * Proof   it is one
 */
import type { Basket, CatalogueItem, Draft, Finding, Line, OrderLine } from './api.ts';
import type { OpenBasket } from './use-basket.ts';

const UNKNOWN = { ok: false, because: { ko: '키 기록이 없어서', en: 'because no height is recorded' } } as const;

/** Facts of which only the weight is known. */
export const FACTS = { weight: { value: 62.5, at: 0 }, surface: UNKNOWN, clearance: UNKNOWN, egfr: UNKNOWN } as const;

export function item(ko: string, more: Partial<CatalogueItem> = {}): CatalogueItem {
  const name = { ko, en: `${ko} (en)` };
  const parts = { ko: [{ text: ko, strong: false }], en: [{ text: name.en, strong: false }] };
  return {
    kind: 'drug',
    id: ko,
    name,
    parts,
    strength: '5 mg',
    unit: 'mg',
    routes: ['oral'],
    highRisk: false,
    presets: [],
    ...more,
  };
}

export function draft(more: Partial<Draft> = {}): Draft {
  return {
    key: 'd1',
    kind: 'drug',
    item: '암로디핀',
    dose: { value: 5, unit: 'mg' },
    route: 'oral',
    timing: { kind: 'daily', times: ['09:00'] },
    ...more,
  };
}

export function line(more: Partial<Line> = {}): Line {
  return {
    draft: draft(),
    item: item('암로디핀'),
    highRisk: false,
    problems: [],
    calculations: [],
    resources: [],
    ...more,
  };
}

export function finding(tier: Finding['tier'], more: Partial<Finding> = {}): Finding {
  return {
    id: `f${tier}`,
    rule: 'interaction',
    tier,
    draft: 'd1',
    against: [],
    summary: { ko: '와파린과 함께 쓰면 출혈 위험', en: 'Bleeding with warfarin' },
    detail: { ko: '자세한 설명', en: 'In detail' },
    source: 'Phansalkar 2012',
    suggestions: [],
    service: 'maru-order-sign',
    ...more,
  };
}

export function order(ko: string, more: Partial<OrderLine> = {}): OrderLine {
  const { name, parts } = item(ko);
  return {
    reference: `MedicationRequest/${ko}`,
    version: '1',
    kind: 'drug',
    status: 'active',
    name,
    parts,
    strength: '5 mg',
    highAlert: false,
    authored: '2026-11-24T09:00:00+09:00',
    coSign: false,
    changeable: true,
    resource: {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/p-1' },
      medicationCodeableConcept: { text: ko },
    },
    ...more,
  };
}

export function basketOf(lines: readonly Line[], more: Partial<Basket> = {}): Basket {
  return { version: 1, namesakes: 0, facts: FACTS, lines, ...more };
}

const nothing = () => undefined;

/** A basket that was read. */
export function openBasket(
  basket: Basket,
  findings: readonly Finding[] = [],
  more: Partial<OpenBasket> = {},
): OpenBasket {
  return {
    basket,
    query: { data: basket, isPending: false, isError: false, error: null, refetch: nothing },
    findings,
    failed: undefined,
    saving: false,
    checking: false,
    add: nothing,
    change: nothing,
    remove: nothing,
    clear: nothing,
    replace: nothing,
    reload: nothing,
    ...more,
  } as unknown as OpenBasket;
}
