/** What several modules have to know of files on this machine: where Sextant keeps its own, and how one is written whole. */
package dev.sextant.common.files;
