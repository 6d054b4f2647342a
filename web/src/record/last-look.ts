import { createContext } from 'react';

/** When this person looked at the open record in the visit before; undefined the first time. */
export const LastLookContext = createContext<number | undefined>(undefined);
