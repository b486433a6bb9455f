package io.ipfskit.multiformats;

/// One way to write bytes as text, without the prefix that names it.
///
/// Implementations are immutable and strict: text that [#encode] would not write is refused, the
/// case of single-case alphabets excepted. Sizes are bounded by [Multibase], which also names the
/// base.
sealed interface BaseCodec permits BitBase, NumberBase, Base45, EmojiBase, IdentityBase {
    String encode(byte[] bytes);

    /// The bytes of this text.
    ///
    /// @throws MultiformatException with the offset of the first character that is wrong
    byte[] decode(String text);

    /// The refusal of one character.
    static MultiformatException foreign(String text, int at) {
        return MultiformatException.atCharacter(
                at,
                "character '"
                        + MultiformatException.excerpt(Character.toString(text.codePointAt(at)))
                        + "' is not in the alphabet");
    }
}
