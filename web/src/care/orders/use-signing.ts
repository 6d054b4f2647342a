/**
 * What is said while signing: reasons, identity, who gave a verbal order; and what the server answered.
 *
 * Proof   test/journey/orders.test.ts
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { signBasket, type Finding, type Line, type Override, type SignAnswer } from './api.ts';
import type { OpenBasket } from './use-basket.ts';

export type Reasons = Readonly<Record<string, Override['reason'] | undefined>>;

export interface Signing {
  readonly lines: readonly Line[];
  readonly findings: readonly Finding[];
  readonly highRisk: boolean;
  readonly reasons: Reasons;
  readonly setReason: (finding: string, reason: Override['reason'] | undefined) => void;
  readonly identity: string;
  readonly setIdentity: (typed: string) => void;
  readonly mismatch: boolean;
  readonly prescriber: string;
  readonly setPrescriber: (id: string) => void;
  readonly readBack: boolean;
  readonly setReadBack: (done: boolean) => void;
  /** Is everything said that this signature needs, as far as is known here? */
  readonly ready: boolean;
  readonly sign: () => void;
  readonly pending: boolean;
  readonly error: unknown;
}

interface Parts {
  readonly patient: string;
  readonly open: OpenBasket;
  readonly nurse: boolean;
  readonly close: () => void;
}

type Refused = Extract<SignAnswer, { signed: false }>;

export function useSigning({ patient, open, nurse, close }: Parts): Signing {
  const client = useQueryClient();
  const [attempt] = useState(() => crypto.randomUUID());
  const [reasons, setReasons] = useState<Reasons>({});
  const [identity, setIdentity] = useState('');
  const [prescriber, setPrescriber] = useState('');
  const [readBack, setReadBack] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  const lines = open.basket?.lines ?? [];
  const findings = refused?.findings ?? open.findings;
  const highRisk = lines.some((line) => line.highRisk);
  const asked = findings.filter(({ tier }) => tier === 2);
  const signing = useMutation({
    mutationFn: () =>
      signBasket({
        attempt,
        patient,
        version: open.basket?.version ?? 0,
        overrides: overridesOf(asked, reasons),
        ...(highRisk ? { identity } : {}),
        ...(nurse ? { verbal: { prescriber, readBack: true as const } } : {}),
      }),
    onSuccess: (answer) => {
      if (!answer.signed) return setRefused(answer);
      void client.invalidateQueries({ queryKey: ['orders', patient] });
      void client.invalidateQueries({ queryKey: ['patient', patient] });
      return close();
    },
    onError: () => open.reload(),
  });
  const stopped = (refused?.stops.length ?? 0) > 0;
  const said = asked.every(({ id }) => isSaid(reasons[id]));
  return {
    lines,
    findings,
    highRisk,
    reasons,
    setReason: (finding, reason) => setReasons({ ...reasons, [finding]: reason }),
    identity,
    setIdentity,
    mismatch: refused?.identity === 'identity-mismatch',
    prescriber,
    setPrescriber,
    readBack,
    setReadBack,
    ready: said && !stopped && (!highRisk || identity !== '') && (!nurse || (prescriber !== '' && readBack)),
    sign: () => signing.mutate(),
    pending: signing.isPending,
    error: signing.error,
  };
}

function overridesOf(asked: readonly Finding[], reasons: Reasons): readonly Override[] {
  return asked.flatMap(({ id }) => {
    const reason = reasons[id];
    return reason === undefined ? [] : [{ finding: id, reason }];
  });
}

/** `other` alone says nothing. */
function isSaid(reason: Override['reason'] | undefined): boolean {
  return reason !== undefined && (reason.code !== 'other' || (reason.comment ?? '').trim() !== '');
}
