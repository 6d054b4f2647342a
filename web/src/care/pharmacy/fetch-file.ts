/**
 * Fetches a file with the token of the session and hands it to the browser to keep or print.
 */
import { session } from '../../access/session.ts';
import { failureOf, FhirFailure } from '../../fhir/client.ts';

/** Fetches `path` and saves it as `name`. */
export async function fetchFile(path: string, name: string): Promise<void> {
  const answer = await fetch(path, {
    headers: { Authorization: `Bearer ${(await session.token()) ?? ''}` },
    credentials: 'same-origin',
  }).catch(() => {
    throw new FhirFailure('offline', 0, 'The server did not answer.');
  });
  if (!answer.ok) throw failureOf(answer.status, await answer.text());
  saveFile(await answer.blob(), name);
}

/** Hands a file to the browser. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
