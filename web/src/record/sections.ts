/**
 * The pages of a patient's record, in the order of the rail.
 */
import {
  IconActivityHeartbeat,
  IconBraces,
  IconCalendarTime,
  IconEye,
  IconFileText,
  IconLayoutDashboard,
  IconListDetails,
  IconPill,
  IconTestPipe,
  IconVaccine,
  IconAlertTriangle,
  type Icon,
} from '@tabler/icons-react';

export const SECTIONS = [
  { key: 'summary', to: '/patients/$id', sign: IconLayoutDashboard },
  { key: 'problems', to: '/patients/$id/problems', sign: IconListDetails },
  { key: 'medications', to: '/patients/$id/medications', sign: IconPill },
  { key: 'allergies', to: '/patients/$id/allergies', sign: IconAlertTriangle },
  { key: 'encounters', to: '/patients/$id/encounters', sign: IconCalendarTime },
  { key: 'results', to: '/patients/$id/results', sign: IconTestPipe },
  { key: 'vitals', to: '/patients/$id/vitals', sign: IconActivityHeartbeat },
  { key: 'immunizations', to: '/patients/$id/immunizations', sign: IconVaccine },
  { key: 'documents', to: '/patients/$id/documents', sign: IconFileText },
  { key: 'resources', to: '/patients/$id/resources', sign: IconBraces },
  { key: 'access', to: '/patients/$id/access', sign: IconEye },
] as const satisfies readonly { key: string; to: string; sign: Icon }[];
