/**
 * The settings themselves: shape, default, unit and purpose of each. configuration.ts reads them.
 *
 * Every room may add its own here; `maru develop docs` writes docs/configuration.md anew.
 *
 * Proof   settings.test.ts, configuration.test.ts
 */
import { z } from 'zod';

const MEBI = 1_048_576;
const port = z.int().min(0).max(65_535);
const milliseconds = z.int().min(1).max(86_400_000);
const bytes = z.int().min(1024).max(4_294_967_296);
const path = z.string().min(1);
const origin = z.url({
  protocol: /^https?$/,
  message: 'an http or https address, for example https://maru.hospital.kr',
});

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** One property per setting. `about` and `unit` are shown in docs/configuration.md; a `secret` is never printed. */
export const settingsShape = z.strictObject({
  data: path.meta({
    about:
      'Folder of everything the house keeps: the embedded database, keys, anchors. Default: `data` in Maru’s own folder.',
    path: true,
  }),
  host: z.string().min(1).default('127.0.0.1').meta({ about: 'Address to listen on. Loopback until you change it.' }),
  port: port.default(8080).meta({ about: 'Port to listen on; 0 takes a free one.' }),
  publicUrl: origin.optional().meta({
    about:
      'Scheme, host and port at which browsers reach the house; also the OAuth issuer. Needed where `host` is not loopback.',
  }),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/, message: 'a postgres:// address' })
    .optional()
    .meta({ about: 'PostgreSQL 15 or newer to use instead of the embedded one.', secret: true }),
  databaseConnections: z.int().min(2).max(500).default(16).meta({ about: 'Most connections to the database.' }),
  demo: z
    .boolean()
    .default(false)
    .meta({ about: 'Demo people may sign in without a password. `maru start` turns it on while `host` is loopback.' }),
  timeZone: z
    .string()
    .refine(isTimeZone, 'a time zone such as Asia/Seoul')
    .default('Asia/Seoul')
    .meta({ about: 'Zone of the hospital: dates without a zone are read in it.' }),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .meta({ about: 'Least important log line that is written.' }),
  readOnly: z.boolean().default(false).meta({
    about: 'Serve a copy that nothing can be changed in: a restored backup or a replica, while the house is away.',
  }),
  policies: path
    .optional()
    .meta({ about: 'The hospital’s own role policies (JSON), instead of those of Maru.', path: true }),
  knowledgeFolder: path.optional().meta({
    about:
      'Folder of the hospital’s own clinical knowledge: tables of decision support, DUR files, other CDS services.',
    path: true,
  }),
  oidcIssuer: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ about: 'OpenID Connect provider of the hospital: its access tokens (JWT) are accepted beside our own.' }),
  oidcAudience: z
    .string()
    .min(1)
    .optional()
    .meta({ about: 'Audience that its access tokens must name. Default: the FHIR base address of the house.' }),
  oidcRoleClaim: z
    .string()
    .min(1)
    .default('roles')
    .meta({ about: 'Claim that names the role in Maru; dots go inside, for example `realm_access.roles`.' }),
  oidcClientId: z
    .string()
    .min(1)
    .optional()
    .meta({ about: 'Maru’s client id at that provider: people may then sign in there.' }),
  oidcClientSecret: z
    .string()
    .min(1)
    .optional()
    .meta({ about: 'Secret of that client, where it has one.', secret: true }),
  importFolder: path.optional().meta({
    about: 'Folder from which `$import` may read over HTTP. Absent: only what is sent in the request.',
    path: true,
  }),
  backupFolder: path.optional().meta({
    about: 'Folder for `maru backup` where none is named. Default: `backups` in the data folder.',
    path: true,
  }),
  tlsCertificate: path
    .optional()
    .meta({ about: 'PEM file of the certificate chain; with `tlsKey` the house speaks HTTPS itself.', path: true }),
  tlsKey: path.optional().meta({ about: 'PEM file of the private key.', path: true }),
  trustProxy: z.array(z.string()).default([]).meta({
    about:
      'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, for example `127.0.0.1,10.0.0.0/8`.',
  }),
  corsOrigins: z
    .array(origin)
    .default([])
    .meta({ about: 'Other sites whose pages may call the FHIR API (CORS). None by default.' }),
  metrics: z.enum(['loopback', 'everyone', 'off']).default('loopback').meta({ about: 'Who may read `/metrics`.' }),
  maxBodyBytes: bytes
    .default(64 * MEBI)
    .meta({ about: 'Largest request body, after decompression. `$import` streams and has no such limit.', unit: 'B' }),
  maxBodyBytesTogether: bytes
    .default(256 * MEBI)
    .meta({ about: 'Most bytes of request bodies in memory at one time; beyond it requests get 503.', unit: 'B' }),
  maxBundleEntries: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(20_000)
    .meta({ about: 'Most entries of one batch or transaction.' }),
  updateCreates: z
    .boolean()
    .default(true)
    .meta({ about: 'May `PUT Type/id` create a resource under an id that the client chose?' }),
  conditionalDeletes: z
    .int()
    .min(1)
    .max(10_000)
    .default(1)
    .meta({ about: 'Most resources that one conditional delete may remove; with 1 several matches are refused.' }),
  referentialIntegrity: z.boolean().default(false).meta({
    about:
      'Must each reference to a resource of this record point to one that is there? Off, resources may come in any order.',
  }),
  searchCount: z.int().min(1).max(10_000).default(50).meta({ about: 'Page size of a search that names none.' }),
  maxSearchCount: z
    .int()
    .min(1)
    .max(10_000)
    .default(1000)
    .meta({ about: 'Largest page size; a larger `_count` is cut to it.' }),
  maxConnections: z.int().min(10).max(100_000).default(2000).meta({
    about: 'Most connections at one time; beyond three quarters of it new ones get 503, beyond it they are closed.',
  }),
  maxRequests: z
    .int()
    .min(1)
    .max(100_000)
    .default(256)
    .meta({ about: 'Most requests at work at one time; beyond it they get 503.' }),
  maxLoopDelay: milliseconds
    .default(2000)
    .meta({ about: 'Delay of the event loop from which on requests get 503 until it recovers.', unit: 'ms' }),
  headersTimeout: milliseconds
    .default(10_000)
    .meta({ about: 'Longest time to send the headers of a request.', unit: 'ms' }),
  bodyTimeout: milliseconds
    .default(60_000)
    .meta({ about: 'Longest time to send a body (for `$import`: longest silence).', unit: 'ms' }),
  answerTimeout: milliseconds.default(120_000).meta({ about: 'Longest time to answer; then 504.', unit: 'ms' }),
  keepAliveTimeout: milliseconds
    .default(30_000)
    .meta({ about: 'Longest silence on a connection between requests.', unit: 'ms' }),
  criticalChargeMinutes: z.int().min(1).max(1440).default(15).meta({
    about: 'Time after which a critical result that nobody has read back is told to the charge physician.',
    unit: 'min',
  }),
  criticalResultMinutes: z.int().min(1).max(1440).default(30).meta({
    about: 'Time after which it is told to somebody on call as well.',
    unit: 'min',
  }),
  acknowledgeResultMinutes: z.int().min(1).max(20_160).default(1440).meta({
    about: 'Time in which the orderer should acknowledge a result.',
    unit: 'min',
  }),
  autoverification: z.boolean().default(false).meta({
    about:
      'Are whole laboratory reports within all limits, without a difference from the last and of a good specimen, released by themselves?',
  }),
  shutdownTimeout: milliseconds
    .default(15_000)
    .meta({ about: 'Longest time that running requests get at shutdown.', unit: 'ms' }),
});
