/**
 * What can be pulled into a note, by name.
 */
export const PULLS = [
  'encounter',
  'diagnoses',
  'problems',
  'allergies',
  'drugs',
  'discharge-drugs',
  'vitals',
  'scores',
  'intake',
  'results',
  'abnormal',
  'reports',
  'procedures',
  'orders',
  'tasks',
  'administrations',
  'appointments',
  'notes',
  'consents',
  'events',
] as const;

export type PullName = (typeof PULLS)[number];
