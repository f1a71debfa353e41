// Keeps the list of images to exclude in step with the selected checkboxes, and saves it as a CSV file.
'use strict';

const boxes = [...document.querySelectorAll('input[type=checkbox]')];
const excludedBefore = JSON.parse(document.getElementById('excluded').textContent);
const list = document.getElementById('list');

// A spreadsheet would run a path that begins like a formula; Sextant takes the apostrophe off when it reads the list.
function csvField(path) {
  const cell = /^'*[=+\-@\t\r]/.test(path) ? "'" + path : path;
  return /[",\r\n]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell;
}

function excludedPaths() {
  const selected = boxes.filter(box => box.checked).map(box => box.value);
  return [...new Set([...excludedBefore, ...selected])];
}

function update() {
  for (const box of boxes) {
    const card = box.closest('.card');
    const selected = [...card.querySelectorAll('input')].some(input => input.checked);
    card.classList.toggle('selected', selected);
  }
  const paths = excludedPaths();
  list.value = ['path', ...paths.map(csvField)].join('\n') + '\n';
  document.getElementById('count').textContent = (paths.length - excludedBefore.length) + ' selected';
}

// An image may be on several cards.
function select(path, checked) {
  for (const box of boxes) {
    if (box.value === path) {
      box.checked = checked;
    }
  }
}

for (const box of boxes) {
  box.addEventListener('change', () => {
    select(box.value, box.checked);
    update();
  });
}

for (const button of document.querySelectorAll('button[data-section]')) {
  button.addEventListener('click', () => {
    const inputs = [...document.getElementById(button.dataset.section).querySelectorAll('input')];
    const checked = !inputs.every(input => input.checked);
    for (const input of inputs) {
      select(input.value, checked);
    }
    update();
  });
}

document.getElementById('save').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([list.value], {type: 'text/csv'}));
  link.download = 'exclude.csv';
  link.click();
  URL.revokeObjectURL(link.href);
});

update();
