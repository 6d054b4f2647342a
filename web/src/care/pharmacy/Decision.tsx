/**
 * The decision about an order. A hard stop leaves question and rejection; a warning asks for a written reason.
 *
 * Keys    Alt+Enter verifies, from wherever the focus is in the pane
 * Proof   test/journey/pharmacy.test.ts
 */
import { Button } from '@mantine/core';
import { IconArrowsExchange, IconCheck, IconMessageQuestion, IconX } from '@tabler/icons-react';
import { useHotkeys } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { FhirFailure } from '../../fhir/client.ts';
import { act, type OrderFacts } from './api.ts';
import { Fault, ProductName } from './parts.tsx';
import styles from './pharmacy.module.css';

type Kind = 'verify' | 'substitute' | 'question' | 'reject';

const REASONS = [
  'dose',
  'duplicate',
  'interaction',
  'allergy',
  'contraindicated',
  'wrong-drug',
  'wrong-patient',
  'incomplete',
  'other',
] as const;
type Reason = (typeof REASONS)[number];

interface Props {
  readonly facts: OrderFacts;
  readonly again: () => void;
  readonly decided: (text: string) => void;
}

export function Decision({ facts, again, decided }: Props) {
  const { t } = usePreferences();
  const [kind, setKind] = useState<Kind>('verify');
  const deciding = useDeciding(facts, decided);
  const { tier } = facts.findings;
  const mayVerify = tier !== 1 && facts.readable && !facts.verified;
  const verify = () => {
    setKind('verify');
    if (tier !== 2) deciding.mutate({ decision: 'verify' });
  };
  useHotkeys([['alt+Enter', () => (mayVerify && !deciding.isPending ? verify() : undefined)]], []);
  if (facts.verified) return <p className={styles['foot']}>{t('pharmacy.verified-already')}</p>;
  const stale = deciding.error instanceof FhirFailure && deciding.error.status === 409;
  return (
    <footer className={styles['foot']}>
      <Fault error={deciding.error} />
      {stale && (
        <Button variant="default" onClick={again}>
          {t('pharmacy.read-again')}
        </Button>
      )}
      {!mayVerify && (
        <p className={styles['blocked']}>{t(tier === 1 ? 'pharmacy.hard-stop' : 'pharmacy.unreadable-note')}</p>
      )}
      <Form
        key={kind}
        kind={kind}
        facts={facts}
        busy={deciding.isPending}
        decide={(body) => deciding.mutate(body)}
        cancel={() => setKind('verify')}
      />
      <div className={styles['buttons']}>
        {kind === 'verify' && tier !== 2 && (
          <Button
            size="md"
            leftSection={<IconCheck size={18} />}
            disabled={!mayVerify}
            loading={deciding.isPending}
            onClick={verify}
            aria-keyshortcuts="Alt+Enter"
            title="Alt+Enter"
            data-verify
          >
            {t('pharmacy.verify')}
          </Button>
        )}
        {facts.substitutes.length > 0 && (
          <Choice kind="substitute" chosen={kind} choose={setKind} disabled={!mayVerify} />
        )}
        <Choice kind="question" chosen={kind} choose={setKind} disabled={facts.standing === 'asked'} />
        <Choice kind="reject" chosen={kind} choose={setKind} disabled={false} />
      </div>
    </footer>
  );
}

interface Body {
  readonly decision: Kind;
  readonly text?: string;
  readonly product?: string;
  readonly reason?: Reason;
}

function useDeciding({ order, version, reading }: OrderFacts, decided: (text: string) => void) {
  const { t } = usePreferences();
  return useMutation({
    mutationFn: (body: Body) => act('decide', { order, version, reading, ...body }),
    onSuccess: (_, { decision }) => decided(t(`pharmacy.done.${decision}`)),
  });
}

const SIGNS = { substitute: IconArrowsExchange, question: IconMessageQuestion, reject: IconX } as const;

interface ChoiceProps {
  readonly kind: Exclude<Kind, 'verify'>;
  readonly chosen: Kind;
  readonly choose: (kind: Kind) => void;
  readonly disabled: boolean;
}

function Choice({ kind, chosen, choose, disabled }: ChoiceProps) {
  const { t } = usePreferences();
  const Sign = SIGNS[kind];
  return (
    <Button
      size="md"
      variant="default"
      leftSection={<Sign size={18} />}
      aria-pressed={chosen === kind}
      disabled={disabled}
      onClick={() => choose(chosen === kind ? 'verify' : kind)}
      data-choose={kind}
    >
      {t(`pharmacy.${kind}`)}
    </Button>
  );
}

interface FormProps {
  readonly kind: Kind;
  readonly facts: OrderFacts;
  readonly busy: boolean;
  readonly decide: (body: Body) => void;
  readonly cancel: () => void;
}

/** What a decision needs in words. */
function Form({ kind, facts, busy, decide, cancel }: FormProps) {
  const { t } = usePreferences();
  const [text, setText] = useState('');
  const [product, setProduct] = useState(facts.substitutes[0]?.id ?? '');
  const [reason, setReason] = useState<Reason>('dose');
  const id = useId();
  if (kind === 'verify' && facts.findings.tier !== 2) return null;
  if (kind === 'verify' && !facts.readable) return null;
  const body: Body = {
    decision: kind,
    text: text.trim(),
    ...(kind === 'substitute' ? { product } : {}),
    ...(kind === 'reject' ? { reason } : {}),
  };
  return (
    <form
      className={styles['form']}
      data-form={kind}
      onSubmit={(event) => {
        event.preventDefault();
        decide(body);
      }}
    >
      {kind === 'substitute' && <Products facts={facts} product={product} choose={setProduct} />}
      {kind === 'reject' && (
        <label className={styles['field']}>
          <span>{t('pharmacy.reject-reason')}</span>
          <select value={reason} onChange={(event) => setReason(event.target.value as Reason)}>
            {REASONS.map((one) => (
              <option key={one} value={one}>
                {t(`pharmacy.reason.${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className={styles['field']} htmlFor={id}>
        <span>{t(`pharmacy.text.${kind}`)}</span>
        <textarea
          id={id}
          rows={2}
          maxLength={2000}
          required
          value={text}
          autoFocus={kind !== 'verify'}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={styles['buttons']}>
        <Button
          type="submit"
          size="md"
          loading={busy}
          disabled={text.trim() === ''}
          color={kind === 'reject' ? 'danger' : 'pine'}
        >
          {t(`pharmacy.do.${kind}`)}
        </Button>
        {kind !== 'verify' && (
          <Button size="md" variant="subtle" onClick={cancel}>
            {t('action.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}

interface ProductsProps {
  readonly facts: OrderFacts;
  readonly product: string;
  readonly choose: (id: string) => void;
}

function Products({ facts, product, choose }: ProductsProps) {
  const { t } = usePreferences();
  return (
    <fieldset className={styles['products']}>
      <legend>{t('pharmacy.substitute-with')}</legend>
      {facts.substitutes.map((one) => (
        <label key={one.id}>
          <input type="radio" name="product" checked={product === one.id} onChange={() => choose(one.id ?? '')} />
          <ProductName product={one} />
        </label>
      ))}
    </fieldset>
  );
}
