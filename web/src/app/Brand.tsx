/** The sign of Maru: boards of a floor. */
export function BrandMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#0f6a60" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="square">
        <path d="M7 22.5h18M7 17h18" />
        <path d="M12 22.5V17M20 17v-5.5M7 11.5h18" strokeOpacity=".75" />
      </g>
    </svg>
  );
}
