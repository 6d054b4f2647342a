/** An act about one patient; what the pages of the patient show is read anew afterwards. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { act, newAttempt } from './api.ts';

export function useChartAct(patient: string, done?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: object }) => act(path, body, newAttempt()),
    onSuccess: async () => {
      done?.();
      await queries.invalidateQueries({ queryKey: ['patient', patient] });
      await queries.invalidateQueries({ queryKey: ['care', 'ward', 'tasks'] });
    },
  });
}
