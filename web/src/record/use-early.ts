import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  allergiesQuery,
  conditionsQuery,
  encountersQuery,
  flagsQuery,
  immunizationsQuery,
  medicationsQuery,
  resultsQuery,
  vitalsQuery,
} from './queries.ts';

/**
 * Asks for what the banner and the summary need at the same time as for the patient, not after. Nothing of it is shown
 * before the banner says whose it is.
 */
export function useEarlyQuestions(patient: string, summary: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    void queries.prefetchQuery(allergiesQuery(patient));
    void queries.prefetchQuery(flagsQuery(patient));
    if (!summary) return;
    void queries.prefetchQuery(conditionsQuery(patient));
    void queries.prefetchQuery(medicationsQuery(patient));
    void queries.prefetchQuery(vitalsQuery(patient));
    void queries.prefetchInfiniteQuery(resultsQuery(patient, 'laboratory'));
    void queries.prefetchQuery(encountersQuery(patient));
    void queries.prefetchQuery(immunizationsQuery(patient));
  }, [queries, patient, summary]);
}
