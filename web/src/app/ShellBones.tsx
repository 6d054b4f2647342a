import { Bones } from '../ui/Section.tsx';
import { BrandMark } from './Brand.tsx';
import styles from './app.module.css';

/** The frame while it is not yet known who is there. */
export function ShellBones() {
  return (
    <div className={styles['shell']}>
      <div className={styles['rail']}>
        <span className={styles['brand']}>
          <BrandMark />
          <span>마루 Maru</span>
        </span>
        <Bones lines={3} />
      </div>
      <div className={styles['main']}>
        <Bones lines={6} />
      </div>
    </div>
  );
}
