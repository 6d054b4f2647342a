/**
 * The working pages in the rail, by role: those of the house, and those of the open patient.
 */
import {
  IconArrowsExchange,
  IconDoorExit,
  IconClipboardList,
  IconInbox,
  IconDeviceTablet,
  IconPills,
  IconSignature,
  IconBuildingWarehouse,
  IconClipboardCheck,
  IconMessageQuestion,
  IconPackageExport,
  IconPackageOff,
  IconActivityHeartbeat,
  IconBabyBottle,
  IconBed,
  IconBuildingHospital,
  IconChecklist,
  IconClipboardHeart,
  IconClockCheck,
  IconDroplet,
  IconPillFilled,
  IconScan,
  IconTestPipe,
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
  /** For patients in their first year only. */
  readonly infants?: boolean;
}

/** Pages about many patients: worklists, boards. */
export const WORK: readonly WorkPage[] = [
  { label: 'laboratory.title', to: '/laboratory', sign: IconTestPipe, roles: ['laboratory'] },
  { label: 'laboratory.blood-bank', to: '/blood-bank', sign: IconDroplet, roles: ['laboratory'] },
  { label: 'ward.ward', to: '/ward', sign: IconBuildingHospital, roles: ['nurse', 'physician'] },
  { label: 'ward.beds', to: '/beds', sign: IconBed, roles: ['nurse', 'physician', 'bed-manager'] },
  { label: 'inbox.title', to: '/inbox', sign: IconInbox, roles: ['physician', 'nurse'] },
  { label: 'handover.title', to: '/handover', sign: IconArrowsExchange, roles: ['nurse', 'physician'] },
  { label: 'ward.tasks', to: '/tasks', sign: IconChecklist, roles: ['nurse', 'physician', 'pharmacist'] },
  { label: 'bedside.title', to: '/medication', sign: IconPillFilled, roles: ['nurse', 'physician', 'pharmacist'] },
  {
    label: 'bedside.scans-title',
    to: '/medication/scans',
    sign: IconScan,
    roles: ['nurse', 'pharmacist', 'executive'],
  },
  { label: 'pharmacy.nav.verify', to: '/pharmacy', sign: IconClipboardCheck, roles: ['pharmacist'] },
  { label: 'pharmacy.nav.dispense', to: '/pharmacy/dispense', sign: IconPackageExport, roles: ['pharmacist'] },
  { label: 'pharmacy.nav.stock', to: '/pharmacy/stock', sign: IconBuildingWarehouse, roles: ['pharmacist'] },
  { label: 'pharmacy.nav.ward-stock', to: '/pharmacy/stock', sign: IconBuildingWarehouse, roles: ['nurse'] },
  { label: 'pharmacy.nav.recall', to: '/pharmacy/recall', sign: IconPackageOff, roles: ['pharmacist'] },
  { label: 'pharmacy.nav.questions', to: '/questions', sign: IconMessageQuestion, roles: ['physician'] },
  { label: 'work.station', to: '/station', sign: IconDeviceTablet, roles: ['nurse'] },
  { label: 'orders.co-sign', to: '/co-sign', sign: IconSignature, roles: ['physician'] },
];

/** Pages of one patient, above the pages of the record. */
export const PATIENT_WORK: readonly WorkPage[] = [
  { label: 'ward.nursing', to: '/patients/$id/nursing', sign: IconClipboardHeart, roles: ['nurse', 'physician'] },
  {
    label: 'orders.title',
    to: '/patients/$id/orders',
    sign: IconClipboardList,
    roles: ['physician', 'nurse', 'pharmacist'],
  },
  {
    label: 'orders.reconciliation',
    to: '/patients/$id/reconciliation',
    sign: IconPills,
    roles: ['physician', 'nurse', 'pharmacist'],
  },
  { label: 'laboratory.specimens', to: '/patients/$id/specimens', sign: IconTestPipe, roles: ['nurse', 'physician'] },
  {
    label: 'laboratory.transfusion',
    to: '/patients/$id/transfusion',
    sign: IconDroplet,
    roles: ['nurse', 'physician'],
  },
  {
    label: 'laboratory.milk',
    to: '/patients/$id/milk',
    sign: IconBabyBottle,
    roles: ['nurse', 'physician'],
    infants: true,
  },
  {
    label: 'ward.flowsheet',
    to: '/patients/$id/flowsheet',
    sign: IconActivityHeartbeat,
    roles: ['nurse', 'physician', 'pharmacist'],
  },
  { label: 'notes.title', to: '/patients/$id/notes', sign: IconWriting, roles: ['physician', 'nurse', 'pharmacist'] },
  { label: 'discharge.title', to: '/patients/$id/discharge', sign: IconDoorExit, roles: ['physician', 'nurse'] },
  { label: 'handover.title', to: '/patients/$id/handover', sign: IconArrowsExchange, roles: ['nurse', 'physician'] },
  {
    label: 'bedside.chart',
    to: '/patients/$id/drug-chart',
    sign: IconClockCheck,
    roles: ['nurse', 'physician', 'pharmacist'],
  },
];
