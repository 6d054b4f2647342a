/**
 * `$import` over HTTP: a stream of NDJSON or one Bundle, plain or gzip, or names below the import folder of the settings.
 *
 * Every resource is held against the caller's reach like a single write; what is out of reach is a fault of its line.
 * With `?file=name` (may be repeated) nothing is read from the request. The answer is a Parameters resource with the counts
 * and the faults by line; what was sent is with the client, so nothing is lost.
 *
 * Source  https://hl7.org/fhir/R4/operations.html, https://hl7.org/fhir/R4/nd-json.html
 * Proof   import-http.int.test.ts
 */
import type { Route, RouteRequest, RouteResponse } from '../../access/index.ts';
import { OutcomeError, writeJson } from '../../kernel/index.ts';
import type { Context } from '../context.ts';
import { outcomeResponse } from '../http.ts';
import { FHIR_JSON } from '../negotiate.ts';
import type { FileReport, ImportCounts, ImportReport } from './api.ts';
import { pathBelow } from './find.ts';
import { importFiles, importStream } from './run.ts';

type ContextOf = (request: RouteRequest) => Context;

/** `POST $import` */
export function importRoutes(contextOf: ContextOf, base: string): readonly Route[] {
  return [
    {
      method: 'POST',
      path: `${base}/$import`,
      access: { roles: ['administrator', 'system'] },
      audit: { by: 'interaction' },
      streaming: true,
      handle: (request) => handleImport(contextOf(request), request),
    },
  ];
}

async function handleImport(context: Context, request: RouteRequest): Promise<RouteResponse> {
  try {
    const report = await runImport(context, request);
    return { status: 200, body: writeJson(parametersOf(report)), contentType: FHIR_JSON };
  } catch (error) {
    if (error instanceof OutcomeError) return outcomeResponse(error, request.query);
    throw error;
  }
}

function runImport(context: Context, request: RouteRequest): Promise<ImportReport> {
  const names = new URLSearchParams(request.query).getAll('file');
  const options = { caller: context.caller, reach: context.reach, signal: request.signal };
  if (names.length === 0) {
    if (request.stream === undefined) throw new OutcomeError('required', 'import.no-body', 'Send NDJSON or a Bundle.');
    return importStream(context, nameOf(request.headers['content-type']), request.stream, options);
  }
  const folder = context.settings.importFolder;
  if (folder === undefined) {
    const text = 'No import folder is set (setting importFolder); send the resources in the request.';
    throw new OutcomeError('not-supported', 'import.no-folder', text);
  }
  return importFiles(() => context, { ...options, paths: names.map((name) => pathBelow(folder, name)) });
}

/** The kind of a stream, told by its content type: lines, unless FHIR's JSON is named. */
function nameOf(contentType = ''): string {
  return /^application\/(?:fhir\+)?json\b/i.test(contentType) ? 'body.json' : 'body.ndjson';
}

function parametersOf(report: ImportReport): object {
  const { files, seconds, complete } = report;
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'complete', valueBoolean: complete },
      ...countsOf(report),
      { name: 'seconds', valueDecimal: Number(seconds.toFixed(3)) },
      ...files.map((file) => ({ name: 'file', part: filePart(file) })),
    ],
  };
}

function countsOf({ read, created, updated, same, failed }: ImportCounts): readonly object[] {
  return Object.entries({ read, created, updated, same, failed }).map(([name, valueInteger]) => ({
    name,
    valueInteger,
  }));
}

function filePart(file: FileReport): readonly object[] {
  return [
    { name: 'name', valueString: file.name },
    ...countsOf(file),
    ...(file.fault === undefined ? [] : [{ name: 'fault', valueString: file.fault }]),
    ...file.faults.map(({ position, code, message }) => ({
      name: 'failed-item',
      part: [
        { name: 'position', valueInteger: position },
        { name: 'code', valueCode: code },
        { name: 'message', valueString: message },
      ],
    })),
  ];
}
