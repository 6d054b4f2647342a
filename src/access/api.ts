/**
 * Shapes at the edge of this room: the bodies of its JSON endpoints.
 *
 * Proof   routes.int.test.ts
 */
import { z } from 'zod';
import { OutcomeError, parseJson } from '../kernel/index.ts';

const patientId = z
  .string()
  .regex(/^(?:Patient\/)?[A-Za-z0-9\-.]{1,64}$/, 'the id of a Patient')
  .transform((text) => text.replace('Patient/', ''));

/** `POST /access/interaction/:uid/login` */
export const signInBody = z.union([
  z.strictObject({ login: z.string().min(1).max(200), password: z.string().min(1).max(1000) }),
  z.strictObject({ demo: z.string().min(1).max(64) }),
]);

/** `POST /access/interaction/:uid/consent` */
export const consentBody = z.strictObject({
  scopes: z.array(z.string().max(500)).max(200).optional(),
  patient: patientId.optional(),
});

/** `POST /access/break-glass` */
export const breakGlassBody = z.strictObject({ patient: patientId, reason: z.string().trim().min(10).max(500) });

/** `POST /access/password` */
export const passwordBody = z.strictObject({ old: z.string().max(1000), new: z.string().max(1000) });

/** `POST /access/launch` */
export const launchBody = z.strictObject({ patient: patientId });

/** Reads a JSON body; throws `access.body-invalid` with every fault. */
export function readBody<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> {
  const parsed = shape.safeParse(text === '' ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  throw new OutcomeError(
    'invalid',
    'access.body-invalid',
    `The body is not what this address takes: ${z.prettifyError(parsed.error)}`,
  );
}
