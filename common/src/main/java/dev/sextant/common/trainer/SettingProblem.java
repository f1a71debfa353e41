package dev.sextant.common.trainer;

/**
 * Something wrong with a setting.
 *
 * @param setting its name
 * @param message the value, what is wrong with it and the remedy, e.g. {@code (data/cras) is not a folder; give the
 *     folder that holds one folder a class}
 */
public record SettingProblem(String setting, String message) {}
