import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { registerOffline } from './app/offline';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <h1>Tidemark</h1>
  </StrictMode>,
);
registerOffline();
