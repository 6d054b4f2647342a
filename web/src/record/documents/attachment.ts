/**
 * The text of an attachment that carries it inside.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#Attachment
 * Proof   document-list.test.ts
 */
export interface TextAttachment {
  readonly contentType?: string;
  readonly data?: string;
}

/** The words of a plain text attachment; undefined where it is something else or lies elsewhere. */
export function attachmentText({ contentType = '', data }: TextAttachment): string | undefined {
  if (data === undefined || !/^text\/(plain|markdown)/.test(contentType)) return undefined;
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
