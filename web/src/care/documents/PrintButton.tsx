import { Button } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { session } from '../../access/session.ts';
import { failureOf } from '../../fhir/client.ts';
import { failureMessage } from '../../ui/Section.tsx';

/** Opens the sheet in a tab of its own, to read, keep or print; the FHIR document is attached to it. */
export function PrintButton({ id }: { readonly id: string }) {
  const { t } = usePreferences();
  const open = useMutation({ mutationFn: () => openSheet(id) });
  return (
    <>
      {open.isError && <span role="alert">{t(failureMessage(open.error))}</span>}
      <Button
        variant="default"
        size="md"
        leftSection={<IconFileDownload size={18} aria-hidden />}
        loading={open.isPending}
        onClick={() => open.mutate()}
        data-print
      >
        {t('notes.print')}
      </Button>
    </>
  );
}

/** How long the address of the sheet is kept for its tab. */
const KEPT_MS = 60_000;

async function openSheet(id: string): Promise<void> {
  const headers = { Authorization: `Bearer ${(await session.token()) ?? ''}` };
  const answer = await fetch(`/care/documents/print?id=${id}`, { headers, credentials: 'same-origin' });
  if (!answer.ok) throw failureOf(answer.status, await answer.text());
  const address = URL.createObjectURL(await answer.blob());
  window.open(address, '_blank', 'noopener');
  window.setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
