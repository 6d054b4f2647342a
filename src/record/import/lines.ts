/**
 * Lines of NDJSON out of chunks of bytes. A line that is too long is told as such and skipped to its end, not kept.
 *
 * Proof   lines.test.ts (property: any cutting into chunks gives the same lines)
 */

/** One line, from 1; `bytes` is undefined where it was longer than allowed. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer | undefined;
}

const NEWLINE = 0x0a;

/** The lines of a stream, without their ends. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Line> {
  let kept: Buffer[] = [];
  let size = 0;
  let number = 0;
  const take = (): Line => {
    const bytes = size > longest ? undefined : Buffer.concat(kept, size);
    kept = [];
    size = 0;
    return { number: ++number, bytes };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      size += end - from;
      if (size <= longest) kept.push(chunk.subarray(from, end));
      from = end + 1;
      yield take();
    }
    size += chunk.length - from;
    if (size <= longest) kept.push(chunk.subarray(from));
    else kept = [];
  }
  if (size > 0) yield take();
}
