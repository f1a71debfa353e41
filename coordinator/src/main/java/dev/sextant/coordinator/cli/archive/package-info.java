/**
 * The list of classes that commands load, from which the distribution's class-data archive is made. Used by the build only.
 */
package dev.sextant.coordinator.cli.archive;
