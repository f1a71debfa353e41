/**
 * The list of classes in the class-data archive of the distribution. Used by the build only, through the launcher.
 */
package dev.sextant.coordinator.cli.archive;
