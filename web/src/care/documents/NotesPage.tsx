/**
 * Notes: the record to read in the centre, the note to write at the side.
 *
 * Proof   test/journey/notes.test.ts
 */
import { PageHead } from '../../record/PageHead.tsx';
import { useDetail } from '../../record/use-detail.ts';
import { Desk } from './Desk.tsx';
import { DocumentLines } from './DocumentLines.tsx';
import { NewNote } from './NewNote.tsx';
import { useWriting, WritingContext } from './writing.ts';

export default function NotesPage() {
  const { detail } = useDetail();
  const open = detail?.startsWith('Composition/') === true ? detail.slice('Composition/'.length) : undefined;
  const writing = useWriting();
  return (
    <WritingContext value={writing}>
      <PageHead title="notes.title">
        <NewNote />
      </PageHead>
      {open === undefined ? <DocumentLines /> : <Desk id={open} />}
    </WritingContext>
  );
}
