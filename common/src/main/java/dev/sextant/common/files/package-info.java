/** Files on this machine: Sextant's own folder, and files that are written completely or not at all. */
package dev.sextant.common.files;
