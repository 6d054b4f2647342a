/**
 * The code of each page of the record, loaded when it is needed, or in a quiet moment before.
 */
export const PAGES = {
  summary: () => import('./summary/SummaryPage.tsx'),
  problems: () => import('./problems/ProblemsPage.tsx'),
  medications: () => import('./medications/MedicationsPage.tsx'),
  allergies: () => import('./allergies/AllergiesPage.tsx'),
  encounters: () => import('./encounters/EncountersPage.tsx'),
  results: () => import('./results/ResultsPage.tsx'),
  vitals: () => import('./vitals/VitalsPage.tsx'),
  immunizations: () => import('./immunizations/ImmunizationsPage.tsx'),
  documents: () => import('./documents/DocumentsPage.tsx'),
  resources: () => import('./resources/ResourcesPage.tsx'),
  access: () => import('./audit/AccessPage.tsx'),
} as const;

/** Loads all pages, one after the other, so that whichever is opened next is here. */
export async function loadPages(): Promise<void> {
  for (const load of Object.values(PAGES)) await load();
}
