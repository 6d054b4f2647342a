/**
 * A hospital for the journeys: the real server with the built web app, a few patients, and a real browser.
 */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureWeb } from '../../src/cli/web-build.ts';
import type { Resource } from '../../src/fhir/index.ts';
import { loadConfiguration, SILENT, type Clock } from '../../src/kernel/index.ts';
import type { FhirRecord } from '../../src/record/index.ts';
import { buildServer, openHouse } from '../../src/server/index.ts';
import { simulateHospital } from '../../src/simulate/index.ts';
import { embeddedTestStore } from '../../src/store/index.ts';
import { projectRoot } from '../material.ts';
import { journeyPatients } from './patients.ts';

const CHROMIUM = process.env['MARU_CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SIMULATED_PATIENTS = 4;

/** Is a browser here? */
export const browserHere = existsSync(CHROMIUM);
export const BROWSER_NEED = 'Chromium (Debian package chromium, or its path in MARU_CHROMIUM)';

/** What a page of the journeys looks like. */
export interface View {
  readonly language?: 'ko' | 'en';
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** The hospital that the journeys go through. */
export interface JourneyHouse {
  readonly url: string;
  readonly browser: Browser;
  /** The record itself, for what no screen does. */
  record(): Promise<FhirRecord>;
  /** Registers an app that asks people for access. */
  addApp(id: string, name: string, scopes: readonly string[]): Promise<void>;
  /** A browser of its own, nobody signed in. Faults of the page end up in `faults`. */
  visitor(view?: View): Promise<Visitor>;
  close(): Promise<void>;
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about: errors of scripts and of the content security policy. */
  readonly faults: string[];
}

const QUIET = { line: () => undefined, progress: () => undefined, result: () => undefined };

/** What a house may have beside the usual. */
export interface HouseMore {
  /** Resources beside those of the usual patients. */
  readonly more?: readonly Resource[];
  readonly clock?: Clock;
  /** Folder of a web app that is built already. */
  readonly web?: string | undefined;
}

/** Builds the web app if needed, opens the server, fills it, starts the browser. */
export async function openJourneyHouse(
  patients = SIMULATED_PATIENTS,
  { more = [], clock, web = process.env['MARU_JOURNEY_WEB'] }: HouseMore = {},
): Promise<JourneyHouse> {
  if (web === undefined) await ensureWeb(QUIET, new AbortController().signal);
  const store = await embeddedTestStore().open();
  const data = mkdtempSync(join(tmpdir(), 'maru-journey-'));
  const flags = { data, port: await freePort(), databaseUrl: store.url, databaseConnections: 6, demo: true };
  const file = join(data, 'settings.json');
  writeFileSync(file, '{}');
  const options = { log: SILENT, ...(clock === undefined ? {} : { clock }) };
  const house = openHouse(loadConfiguration({ flags, file }).values, options);
  const server = await buildServer(house, web === undefined ? {} : { web });
  await server.listen();
  await fill(await house.record(), data, patients, more);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const url = house.configuration.publicUrl;
  return {
    url,
    browser,
    record: () => house.record(),
    addApp: async (id, name, scopes) =>
      (await house.access()).clients.add({ id, name, scopes: [...scopes], redirectUris: [`${url}/an-app`] }),
    visitor: (view) => newVisitor(browser, url, view),
    async close() {
      await browser.close();
      await server.close();
      await house.close();
      await store.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

type Filled = Awaited<ReturnType<ReturnType<typeof openHouse>['record']>>;

async function fill(record: Filled, data: string, patients: number, more: readonly Resource[]): Promise<void> {
  const now = Date.now();
  const resources: Resource[] = [
    ...simulateHospital({ patients, seed: 'journey', now: now as never }),
    ...journeyPatients(now),
    ...more,
  ];
  const path = join(data, 'patients.ndjson');
  writeFileSync(path, resources.map((resource) => JSON.stringify(resource)).join('\n'));
  const report = await record.import({ paths: [path], errorsIn: join(data, 'errors') });
  if (report.failed > 0 || !report.complete)
    throw new Error(`The journeys' patients were not stored: ${JSON.stringify(report.files)}`);
}

async function newVisitor(browser: Browser, url: string, view: View = {}): Promise<Visitor> {
  const { language = 'ko', scheme = 'light', width = 1440, height = 900 } = view;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: scheme,
    locale: language === 'ko' ? 'ko-KR' : 'en-GB',
    timezoneId: 'Asia/Seoul',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4\d\d|5\d\d)/.test(message.text())) faults.push(message.text());
  });
  return { context, page, faults };
}

/** Signs in as the demo person of a role, from the first page on. */
export async function signIn(page: Page, role: string): Promise<void> {
  await page.goto('/patients');
  await page.click(`[data-person=demo-${role}]`);
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  await page.waitForSelector('nav', { timeout: 15_000 }).catch(async (cause: unknown) => {
    throw new Error(`Nothing is there after signing in, at ${page.url()}: ${await page.locator('body').innerText()}`, {
      cause,
    });
  });
}

const SCREENS = join(projectRoot, 'test', 'journey', '__screens__');

/** Keeps a picture of the page, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`) });
}
