/**
 * The addresses of the app. Each page of a patient is a chunk of its own, loaded when it is first opened.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  Outlet,
  useNavigate,
  useParams,
} from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Role } from '../access/api.ts';
import { SessionGate, SignedInPage, useMe } from '../access/SessionGate.tsx';
import { PAGES } from '../record/pages.ts';
import { lazyPage } from './lazy-page.tsx';
import { NotFoundPage, StartPage } from './pages.tsx';
import { Shell } from './Shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/$uid',
  component: lazyPage(() => import('./SignInRoute.tsx')),
});

const signedIn = createRoute({ getParentRoute: () => root, path: '/signed-in', component: SignedIn });

function SignedIn() {
  const navigate = useNavigate();
  const goOn = useCallback((path: string) => void navigate({ to: path, replace: true }), [navigate]);
  return <SignedInPage goOn={goOn} />;
}

/** Outside of the session: it opens without a network. */
const station = createRoute({
  getParentRoute: () => root,
  path: '/station',
  component: lazyPage(() => import('../care/station/StationPage.tsx')),
});

const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Inside });

function Inside() {
  return (
    <SessionGate>
      <Shell />
    </SessionGate>
  );
}

const start = createRoute({ getParentRoute: () => inside, path: '/', component: Start });

function Start() {
  const me = useMe();
  const own = me.role === 'patient' ? (me.patient ?? me.fhirUser?.replace('Patient/', '')) : undefined;
  if (own !== undefined) return <Navigate to="/patients/$id" params={{ id: own }} replace />;
  if (me.role === 'bed-manager') return <Navigate to="/beds" replace />;
  if (me.role === 'nurse') return <Navigate to="/ward" replace />;
  if (me.role === 'pharmacist') return <Navigate to="/pharmacy" replace />;
  if (me.role === 'researcher' || me.role === 'executive' || me.role === 'administrator') return <StartPage />;
  return <Navigate to={HOME[me.role] ?? '/patients'} replace />;
}

/** Where the work of a role begins, if not with finding a patient. */
const HOME: Partial<Record<Role, '/ward' | '/pharmacy' | '/laboratory' | '/beds'>> = {
  nurse: '/ward',
  pharmacist: '/pharmacy',
  laboratory: '/laboratory',
  'bed-manager': '/beds',
};

/** The list's search is in its address, so that going back finds it again. */
export interface ListSearch {
  readonly q?: string;
}

const patients = createRoute({
  getParentRoute: () => inside,
  path: '/patients',
  validateSearch: (search: Record<string, unknown>): ListSearch =>
    typeof search['q'] === 'string' && search['q'] !== '' ? { q: search['q'] } : {},
  component: lazyPage(() => import('../record/list/PatientListPage.tsx')),
});

const handover = createRoute({
  getParentRoute: () => inside,
  path: '/handover',
  component: lazyPage(() => import('../care/documents/HandoverPage.tsx')),
});

const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  component: lazyPage(() => import('../care/documents/InboxPage.tsx')),
});

const medication = createRoute({
  getParentRoute: () => inside,
  path: '/medication',
  component: lazyPage(() => import('../care/bedside/MedicationPage.tsx')),
});

const coSign = createRoute({
  getParentRoute: () => inside,
  path: '/co-sign',
  component: lazyPage(() => import('../care/orders/CoSignPage.tsx')),
});

const laboratory = createRoute({
  getParentRoute: () => inside,
  path: '/laboratory',
  component: lazyPage(() => import('../care/laboratory/LaboratoryPage.tsx')),
});

const bloodBank = createRoute({
  getParentRoute: () => inside,
  path: '/blood-bank',
  component: lazyPage(() => import('../care/transfusion/BloodBankPage.tsx')),
});

const scans = createRoute({
  getParentRoute: () => inside,
  path: '/medication/scans',
  component: lazyPage(() => import('../care/bedside/ScansPage.tsx')),
});

/** What is open at the side, and in which way a page is looked at. */
export interface ChartSearch {
  /** The open detail: a reference `Type/id`, or the code of a result. */
  readonly detail?: string;
  readonly view?: string;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const PatientChart = lazyPage(() => import('../record/PatientChart.tsx'));

function PatientById() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  return <PatientChart key={id} />;
}

const PatientRoute = Object.assign(PatientById, { preload: PatientChart.preload });

const patient = createRoute({
  getParentRoute: () => inside,
  path: '/patients/$id',
  validateSearch: (search: Record<string, unknown>): ChartSearch => {
    const [detail, view] = [text(search['detail']), text(search['view'])];
    return { ...(detail === undefined ? {} : { detail }), ...(view === undefined ? {} : { view }) };
  },
  component: PatientRoute,
});

const page = <Path extends string>(path: Path, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => patient, path, component: lazyPage(load) });

const summary = page('/', () => import('../care/orders/ChartSummary.tsx'));
const sections = [
  page('problems', PAGES.problems),
  page('medications', PAGES.medications),
  page('allergies', PAGES.allergies),
  page('encounters', PAGES.encounters),
  page('results', PAGES.results),
  page('vitals', PAGES.vitals),
  page('immunizations', PAGES.immunizations),
  page('documents', PAGES.documents),
  page('orders', () => import('../care/orders/OrdersPage.tsx')),
  page('order-sets', () => import('../care/orders/SetsPage.tsx')),
  page('reconciliation', () => import('../care/orders/ReconciliationPage.tsx')),
  page('notes', () => import('../care/documents/NotesPage.tsx')),
  page('discharge', () => import('../care/documents/DischargePage.tsx')),
  page('handover', () => import('../care/documents/PatientHandoverPage.tsx')),
  page('resources', PAGES.resources),
  page('access', PAGES.access),
  page('specimens', () => import('../care/laboratory/SpecimensPage.tsx')),
  page('transfusion', () => import('../care/transfusion/TransfusionPage.tsx')),
  page('milk', () => import('../care/transfusion/MilkPage.tsx')),
  page('flowsheet', () => import('../care/ward/FlowsheetPage.tsx')),
  page('nursing', () => import('../care/ward/NursingPage.tsx')),
  page('drug-chart', () => import('../care/bedside/DrugChartPage.tsx')),
] as const;

/** Whose tasks: a patient's, else those of the ward. */
export interface TasksSearch {
  readonly patient?: string;
}

const ward = [
  createRoute({
    getParentRoute: () => inside,
    path: '/ward',
    component: lazyPage(() => import('../care/ward/WardPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/beds',
    component: lazyPage(() => import('../care/ward/BedsPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/tasks',
    validateSearch: (search: Record<string, unknown>): TasksSearch => {
      const asked = text(search['patient']);
      return asked === undefined ? {} : { patient: asked };
    },
    component: lazyPage(() => import('../care/ward/TasksPage.tsx')),
  }),
] as const;

/** The order that is open beside the worklist. */
export interface PharmacySearch {
  readonly order?: string;
}

/** The lot that is looked at. */
export interface RecallSearch {
  readonly gtin?: string;
  readonly lot?: string;
}

const pharmacy = [
  createRoute({
    getParentRoute: () => inside,
    path: '/pharmacy',
    validateSearch: (search: Record<string, unknown>): PharmacySearch => {
      const order = text(search['order']);
      return order === undefined ? {} : { order };
    },
    component: lazyPage(() => import('../care/pharmacy/VerifyPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/pharmacy/recall',
    validateSearch: (search: Record<string, unknown>): RecallSearch => {
      const [gtin, lot] = [text(search['gtin']), text(search['lot'])];
      return gtin === undefined || lot === undefined ? {} : { gtin, lot };
    },
    component: lazyPage(() => import('../care/pharmacy/RecallPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/pharmacy/dispense',
    component: lazyPage(() => import('../care/pharmacy/DispensePage.tsx')),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/pharmacy/stock',
    component: lazyPage(() => import('../care/pharmacy/StockPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/pharmacy/reviews',
    component: lazyPage(() => import('../care/pharmacy/ReviewsPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/questions',
    component: lazyPage(() => import('../care/pharmacy/QuestionsPage.tsx')),
  }),
] as const;

/** All addresses. */
export const routeTree = root.addChildren([
  signIn,
  signedIn,
  station,
  inside.addChildren([
    coSign,
    start,
    ...pharmacy,
    laboratory,
    bloodBank,
    patients,
    ...ward,
    medication,
    scans,
    handover,
    inbox,
    patient.addChildren([summary, ...sections]),
  ]),
]);

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
