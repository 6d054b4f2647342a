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
  return decoderOf(contentType).decode(bytes);
}

/** The decoder of the charset that the type names; UTF-8 where it names none, or one that nobody knows. */
function decoderOf(contentType: string): TextDecoder {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
