/**
 * Shapes of CDS Hooks 2.0 at the edge of this room. What the specification allows beyond them is passed over.
 *
 * Source  https://cds-hooks.hl7.org/2.0/
 * Proof   routes.int.test.ts, cards.test.ts
 */
import { z } from 'zod';
import { OutcomeError, parseJson } from '../../kernel/index.ts';

export const HOOKS = ['patient-view', 'order-select', 'order-sign', 'encounter-discharge'] as const;
export type Hook = (typeof HOOKS)[number];

const resource = z.looseObject({ resourceType: z.string().min(1).max(64) });
const logicalId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a FHIR id without its type');

/** A resource inside JSON that was read for CDS Hooks. */
export type JsonResource = z.output<typeof resource>;

/** The body of a service call. */
export const hookRequest = z.looseObject({
  hook: z.enum(HOOKS),
  hookInstance: z.uuid(),
  fhirServer: z.url().optional(),
  context: z.looseObject({
    patientId: logicalId,
    userId: z.string().max(200).optional(),
    encounterId: logicalId.optional(),
    selections: z.array(z.string().max(200)).max(200).optional(),
    draftOrders: z
      .looseObject({
        resourceType: z.literal('Bundle'),
        entry: z
          .array(z.looseObject({ resource: resource.optional() }))
          .max(500)
          .optional(),
      })
      .optional(),
  }),
  prefetch: z.record(z.string().max(64), resource.nullable()).optional(),
});
export type HookRequest = z.output<typeof hookRequest>;

const coding = z.looseObject({
  code: z.string().min(1).max(100),
  system: z.string().max(200).optional(),
  display: z.string().max(500).optional(),
});

/** The body of a feedback call. */
export const feedbackRequest = z.looseObject({
  feedback: z
    .array(
      z.looseObject({
        card: z.uuid(),
        outcome: z.enum(['accepted', 'overridden']),
        acceptedSuggestions: z
          .array(z.looseObject({ id: z.string().max(100) }))
          .max(20)
          .optional(),
        overrideReason: z
          .looseObject({ reason: coding.optional(), userComment: z.string().max(2000).optional() })
          .optional(),
        outcomeTimestamp: z.iso.datetime({ offset: true }),
      }),
    )
    .min(1)
    .max(200),
});
export type Feedback = z.output<typeof feedbackRequest>['feedback'][number];

const action = z.looseObject({
  type: z.enum(['create', 'update', 'delete']),
  description: z.string().max(2000),
  resource: resource.optional(),
  resourceId: z.string().max(200).optional(),
});
const suggestion = z.looseObject({
  label: z.string().max(500),
  uuid: z.string().max(100).optional(),
  isRecommended: z.boolean().optional(),
  actions: z.array(action).max(50).optional(),
});

/** A card, ours or of another service. */
export const card = z.looseObject({
  uuid: z.string().max(100).optional(),
  summary: z.string().min(1).max(1000),
  detail: z.string().max(20_000).optional(),
  indicator: z.enum(['info', 'warning', 'critical']),
  source: z.looseObject({ label: z.string().min(1).max(500), url: z.string().max(2000).optional() }),
  suggestions: z.array(suggestion).max(20).optional(),
  selectionBehavior: z.enum(['at-most-one', 'any']).optional(),
  overrideReasons: z.array(coding).max(50).optional(),
  links: z
    .array(z.looseObject({ label: z.string(), url: z.url(), type: z.enum(['absolute', 'smart']) }))
    .max(20)
    .optional(),
});
export type Card = z.output<typeof card>;
export type Suggestion = z.output<typeof suggestion>;

/** What another service answers. */
export const hookResponse = z.looseObject({ cards: z.array(card).max(50) });

/** Reads a JSON body; throws `cds.body-invalid` with every fault. */
export function readBody<Shape extends z.ZodType>(shape: Shape, body: string): z.output<Shape> {
  const parsed = shape.safeParse(body === '' ? {} : parseJson(body));
  if (parsed.success) return parsed.data;
  const text = `The body is not what CDS Hooks 2.0 takes here: ${z.prettifyError(parsed.error)}`;
  throw new OutcomeError('invalid', 'cds.body-invalid', text);
}
