import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { Failure } from '../../ui/Section.tsx';
import { noteQuery, type Note } from './api.ts';
import { DocumentLines } from './DocumentLines.tsx';
import { Editor, EditorBones } from './Editor.tsx';
import { FactList } from './FactList.tsx';
import { Reader } from './Reader.tsx';
import { useTemplate } from './use-template.ts';
import styles from './notes.module.css';

/** The record to read in the centre, the open note at the side. */
export function Desk({ id }: { readonly id: string }) {
  const [side, setSide] = useState<'read' | 'write'>('write');
  return (
    <>
      <SideSwitch side={side} setSide={setSide} />
      <div className={styles['desk']} data-desk={side}>
        <div className={styles['reading']}>
          <Reading id={id} />
        </div>
        <div className={styles['writing']}>
          <Writing id={id} key={id} />
        </div>
      </div>
    </>
  );
}

/** On a narrow screen one side is seen at a time. */
function SideSwitch({ side, setSide }: { readonly side: string; readonly setSide: (side: 'read' | 'write') => void }) {
  const { t } = usePreferences();
  return (
    <div className={styles['switch']}>
      <SegmentedControl
        fullWidth
        value={side}
        onChange={(value) => setSide(value === 'read' ? 'read' : 'write')}
        data={[
          { value: 'write', label: t('notes.side-write') },
          { value: 'read', label: t('notes.side-read') },
        ]}
      />
    </div>
  );
}

/** What may be quoted while a draft is open; other documents always. */
function Reading({ id }: { readonly id: string }) {
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const note = useQuery(noteQuery(id)).data;
  const template = useTemplate(note?.template);
  return (
    <>
      {note?.status === 'preliminary' && template !== undefined && (
        <FactList patient={patient} template={template} language={note.language} />
      )}
      <DocumentLines open={id} />
    </>
  );
}

function Writing({ id }: { readonly id: string }) {
  const query = useQuery(noteQuery(id));
  if (query.data === undefined)
    return query.isPending ? <EditorBones /> : <Failure error={query.error} retry={query.refetch} />;
  return <NoteSide note={query.data} />;
}

function NoteSide({ note }: { readonly note: Note }) {
  const template = useTemplate(note.template);
  if (note.status !== 'preliminary') return <Reader note={note} template={template} />;
  return template === undefined ? <EditorBones /> : <Editor note={note} template={template} />;
}
