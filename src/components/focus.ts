/** What has the focus, through all shadow trees. */
export function focusedElement(): HTMLElement | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : undefined;
}

/** Opens the dialog as a modal one. Returns what gives the focus back when the dialog is taken away while it is open. */
export function openModal(dialog: HTMLDialogElement): () => void {
  const opener = focusedElement();
  dialog.showModal();
  return () => {
    if (dialog.open) opener?.focus();
  };
}
