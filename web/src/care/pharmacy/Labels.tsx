/**
 * The labels of what was prepared: looked at, then sent to the printer as ZPL, or printed as PDF.
 */
import { Button } from '@mantine/core';
import { IconCheck, IconFileTypePdf, IconPrinter } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { Loaded } from '../../ui/Section.tsx';
import { labelFile, labelsQuery } from './api.ts';
import { fetchFile } from './fetch-file.ts';
import { Label } from './Label.tsx';
import { Fault } from './parts.tsx';
import styles from './pharmacy.module.css';

export function Labels({ dispense, close }: { readonly dispense: string; readonly close: () => void }) {
  const { language, t } = usePreferences();
  const labels = useQuery(labelsQuery(dispense, language));
  const printing = useMutation({
    mutationFn: (format: 'zpl' | 'pdf') =>
      fetchFile(labelFile(dispense, language, format), `labels-${dispense.slice(0, 8)}.${format}`),
  });
  return (
    <section className={styles['labels']} aria-label={t('pharmacy.labels')} data-dispense={dispense}>
      <p className={styles['done']} role="status">
        <IconCheck size={18} aria-hidden /> {t('pharmacy.dispensed', { count: labels.data?.length ?? 0 })}
      </p>
      <div className={styles['buttons']}>
        <Button
          size="md"
          leftSection={<IconPrinter size={18} />}
          onClick={() => printing.mutate('zpl')}
          data-print="zpl"
        >
          {t('pharmacy.labels.zpl')}
        </Button>
        <Button
          size="md"
          variant="default"
          leftSection={<IconFileTypePdf size={18} />}
          onClick={() => printing.mutate('pdf')}
          data-print="pdf"
        >
          {t('pharmacy.labels.pdf')}
        </Button>
        <Button size="md" variant="subtle" onClick={close}>
          {t('pharmacy.labels.next')}
        </Button>
      </div>
      <Fault error={printing.error} />
      <Loaded query={labels} lines={6}>
        {(all) => (
          <div className={styles['labelGrid']}>
            {all.map((label, at) => (
              <Label
                key={label.symbol.rows.join('')}
                label={label}
                title={t('pharmacy.label-of', { number: at + 1, count: all.length })}
              />
            ))}
          </div>
        )}
      </Loaded>
    </section>
  );
}
