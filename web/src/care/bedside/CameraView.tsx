/**
 * Reads codes from the camera's picture: DataMatrix, QR, Code 128. The reader (ZXing in WASM) is served by Maru itself.
 *
 * Source  https://wicg.github.io/shape-detection-api/ (BarcodeDetector)
 * Proof   test/journey/bedside.test.ts
 */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import styles from './bedside.module.css';
import { codeReader, type CodeReader } from './code-reader.ts';

/** How often a picture is looked at, ms; and how long a code is not told again. */
const LOOK_MS = 120;
const QUIET_MS = 2500;

export default function CameraView({ heard }: { readonly heard: (code: string) => void }) {
  const { t } = usePreferences();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState<'camera' | 'reader'>();
  const tell = useEffectEvent(heard);
  useEffect(() => {
    const { current } = video;
    if (current === null) return undefined;
    const looking = new Looking(current, (code) => tell(code), setFailed);
    void looking.start();
    return () => looking.stop();
  }, []);
  return (
    <div className={styles['camera']}>
      {failed === undefined ? (
        <video ref={video} muted playsInline aria-label={t('bedside.camera')} />
      ) : (
        <p role="alert">{t(`bedside.camera-failed.${failed}`)}</p>
      )}
    </div>
  );
}

/** One use of the camera. */
class Looking {
  readonly #video: HTMLVideoElement;
  readonly #tell: (code: string) => void;
  readonly #fail: (why: 'camera' | 'reader') => void;
  #stream: MediaStream | undefined;
  #timer: number | undefined;
  #stopped = false;
  #last = { code: '', at: -Infinity };

  constructor(video: HTMLVideoElement, tell: (code: string) => void, fail: (why: 'camera' | 'reader') => void) {
    this.#video = video;
    this.#tell = tell;
    this.#fail = fail;
  }

  async start(): Promise<void> {
    try {
      const facing = { video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false };
      this.#stream = await navigator.mediaDevices.getUserMedia(facing);
    } catch {
      return this.#fail('camera');
    }
    if (this.#stopped) return this.stop();
    this.#video.srcObject = this.#stream;
    await this.#video.play().catch(() => undefined);
    const reader = await codeReader().catch(() => undefined);
    return reader === undefined ? this.#fail('reader') : this.#look(reader);
  }

  async #look(reader: CodeReader): Promise<void> {
    if (this.#stopped) return;
    const codes = await reader(this.#video).catch(() => []);
    for (const code of codes) this.#once(code);
    this.#timer = window.setTimeout(() => void this.#look(reader), LOOK_MS);
  }

  #once(code: string): void {
    const at = performance.now();
    if (code === this.#last.code && at - this.#last.at < QUIET_MS) return;
    this.#last = { code, at };
    this.#tell(code);
  }

  stop(): void {
    this.#stopped = true;
    window.clearTimeout(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
  }
}
