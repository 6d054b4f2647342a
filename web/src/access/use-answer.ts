import { useMutation } from '@tanstack/react-query';
import { answerInteraction } from './api.ts';

/** Answers an interaction and follows the address that the server gives. */
export function useAnswer(uid: string) {
  return useMutation({
    mutationFn: ({ step, body }: { step: 'login' | 'consent' | 'abort'; body?: object }) =>
      answerInteraction(uid, step, body),
    onSuccess: (location) => window.location.assign(location),
  });
}

export type Answer = ReturnType<typeof useAnswer>;
