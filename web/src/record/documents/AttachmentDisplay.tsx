import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { request } from '../../fhir/client.ts';
import { failureMessage } from '../../ui/Section.tsx';
import { attachmentText } from './attachment.ts';

interface Attachment {
  readonly contentType?: string;
  readonly data?: string;
  readonly url?: string;
  readonly title?: string;
}

interface BinaryJson {
  readonly contentType: string;
  readonly data?: string;
}

/** What is attached: text to read, anything else to keep as a file. */
export function AttachmentDisplay({ attachment }: { readonly attachment: Attachment }) {
  const { t } = usePreferences();
  const text = attachmentText(attachment);
  const keep = useMutation({
    mutationFn: async () => saveFile(await contentOf(attachment), attachment.title ?? 'document'),
  });
  if (text !== undefined) return <p style={{ whiteSpace: 'pre-wrap' }}>{text}</p>;
  const here = attachment.data !== undefined || attachment.url?.includes('Binary/') === true;
  if (!here)
    return attachment.url === undefined ? (
      <p className="muted">{t('documents.empty')}</p>
    ) : (
      <p className="muted">{attachment.url}</p>
    );
  return (
    <div>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={keep.isPending}
        onClick={() => keep.mutate()}
      >
        {t('documents.save', { kind: attachment.contentType ?? '' })}
      </Button>
      {keep.isError && <p role="alert">{t(failureMessage(keep.error))}</p>}
    </div>
  );
}

async function contentOf({ data, url, contentType = 'application/octet-stream' }: Attachment): Promise<BinaryJson> {
  if (data !== undefined) return { contentType, data };
  const id = /Binary\/([A-Za-z0-9\-.]{1,64})/.exec(url ?? '')?.[1] ?? '';
  return (await request(`/fhir/R4/Binary/${id}`)) as BinaryJson;
}

function saveFile({ contentType, data = '' }: BinaryJson, name: string): void {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: contentType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
