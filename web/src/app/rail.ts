/**
 * The working pages in the rail, by role: those of the house, and those of the open patient.
 */
import {
  IconActivityHeartbeat,
  IconBed,
  IconBuildingHospital,
  IconChecklist,
  IconClockCheck,
  IconPillFilled,
  IconWriting,
  type Icon,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { Role } from '../access/api.ts';
import type { MessageKey } from '../messages/messages.ts';

/** One page in the rail. */
export interface WorkPage {
  readonly label: MessageKey;
  readonly to: NonNullable<LinkProps['to']>;
  readonly sign: Icon;
  readonly roles: readonly Role[];
}

/** Pages about many patients: worklists, boards. */
export const WORK: readonly WorkPage[] = [
  { label: 'ward.ward', to: '/ward', sign: IconBuildingHospital, roles: ['nurse', 'physician'] },
  { label: 'ward.beds', to: '/beds', sign: IconBed, roles: ['nurse', 'physician', 'bed-manager'] },
  { label: 'ward.tasks', to: '/tasks', sign: IconChecklist, roles: ['nurse', 'physician', 'pharmacist'] },
  { label: 'bedside.title', to: '/medication', sign: IconPillFilled, roles: ['nurse', 'physician', 'pharmacist'] },
];

/** Pages of one patient, above the pages of the record. */
export const PATIENT_WORK: readonly WorkPage[] = [
  {
    label: 'ward.flowsheet',
    to: '/patients/$id/flowsheet',
    sign: IconActivityHeartbeat,
    roles: ['nurse', 'physician', 'pharmacist'],
  },
  { label: 'notes.title', to: '/patients/$id/notes', sign: IconWriting, roles: ['physician', 'nurse', 'pharmacist'] },
  {
    label: 'bedside.chart',
    to: '/patients/$id/drug-chart',
    sign: IconClockCheck,
    roles: ['nurse', 'physician', 'pharmacist'],
  },
];
