import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { newAttempt } from '../bedside/api.ts';
import { reject } from './api.ts';
import { Fault } from './Parts.tsx';
import { REJECTIONS } from './WorkTable.tsx';

/** Refuses the specimen with a reason; the ward is asked for a new one. */
export function RejectTool({ label, done }: { readonly label: string; readonly done: () => void }) {
  const { t } = usePreferences();
  const rejecting = useMutation({
    mutationFn: (reason: string) => reject({ attempt: newAttempt(), label: `]d291${label}`, reason }),
    onSuccess: done,
  });
  return (
    <>
      <Menu position="top-start">
        <Menu.Target>
          <Button variant="default" color="red" loading={rejecting.isPending} data-reject>
            {t('laboratory.reject')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('laboratory.reject-why')}</Menu.Label>
          {REJECTIONS.filter((one) => one !== 'unlabelled').map((one) => (
            <Menu.Item key={one} onClick={() => rejecting.mutate(one)} data-rejection={one}>
              {t(`laboratory.rejection.${one}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Fault error={rejecting.error} />
    </>
  );
}
