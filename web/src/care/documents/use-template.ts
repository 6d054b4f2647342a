import { useQuery } from '@tanstack/react-query';
import { templatesQuery, type Template } from './api.ts';

/** The template of a note, when the templates are here. */
export function useTemplate(id: string | undefined): Template | undefined {
  return useQuery(templatesQuery).data?.find((one) => one.id === id);
}
