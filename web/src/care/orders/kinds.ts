/**
 * The kinds of orders: their signs, in the order in which they are listed.
 */
import {
  IconClipboardHeart,
  IconDroplet,
  IconMessages,
  IconPill,
  IconScan,
  IconTestPipe,
  IconToolsKitchen2,
  IconActivity,
  type Icon,
} from '@tabler/icons-react';
import type { Kind } from './api.ts';

export const KIND_SIGNS: Readonly<Record<Kind, Icon>> = {
  drug: IconPill,
  laboratory: IconTestPipe,
  imaging: IconScan,
  nursing: IconClipboardHeart,
  diet: IconToolsKitchen2,
  blood: IconDroplet,
  procedure: IconActivity,
  consult: IconMessages,
};
