/** The score of what is typed, as the server reckons it: the rule stands in one place only. */
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { scoreOf, type Score } from './api.ts';
import { bodyOf, type Typed } from './signs.ts';

const TYPING_MS = 350;

export function useScore(patient: string, typed: Typed, enabled: boolean): Score | undefined {
  const body = JSON.stringify(bodyOf(typed));
  const [settled] = useDebouncedValue(body, TYPING_MS);
  const any = Object.values(typed).some((text) => text !== '');
  const { data } = useQuery({
    queryKey: ['care', 'ward', 'score', patient, settled],
    queryFn: ({ signal }) => scoreOf({ patient, ...(JSON.parse(settled) as object) }, signal),
    enabled: enabled && any && settled === body,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  return any ? data?.score : undefined;
}
