package io.ipfskit.multiformats;

import java.util.HashMap;
import java.util.Map;

/// Base256emoji: one emoji for each byte, in the registered order.
final class EmojiBase implements BaseCodec {
    private static final int[] EMOJI =
            """
            🚀🪐☄🛰🌌🌑🌒🌓🌔🌕🌖🌗🌘🌍🌏🌎🐉☀💻🖥💾💿😂❤😍🤣😊🙏💕😭😘👍\
            😅👏😁🔥🥰💔💖💙😢🤔😆🙄💪😉☺👌🤗💜😔😎😇🌹🤦🎉💞✌✨🤷😱😌🌸🙌\
            😋💗💚😏💛🙂💓🤩😄😀🖤😃💯🙈👇🎶😒🤭❣😜💋👀😪😑💥🙋😞😩😡🤪👊🥳\
            😥🤤👉💃😳✋😚😝😴🌟😬🙃🍀🌷😻😓⭐✅🥺🌈😈🤘💦✔😣🏃💐☹🎊💘😠☝\
            😕🌺🎂🌻😐🖕💝🙊😹🗣💫💀👑🎵🤞😛🔴😤🌼😫⚽🤙☕🏆🤫👈😮🙆🍻🍃🐶💁\
            😲🌿🧡🎁⚡🌞🎈❌✊👋😰🤨😶🤝🚶💰🍓💢🤟🙁🚨💨🤬✈🎀🍺🤓😙💟🌱😖👶\
            🥴▶➡❓💎💸⬇😨🌚🦋😷🕺⚠🙅😟😵👎🤲🤠🤧📌🔵💅🧐🐾🍒😗🤑🌊🤯🐷☎\
            💧😯💆👆🎤🙇🍑❄🌴💣🐸💌📍🥀🤢👅💡💩👐📸👻🤐🤮🎼🥵🚩🍎🍊👼💍📣🥂\
            """
                    .strip()
                    .codePoints()
                    .toArray();

    private static final Map<Integer, Integer> VALUES = new HashMap<>();

    static {
        for (int i = 0; i < EMOJI.length; i++) {
            VALUES.put(EMOJI[i], i);
        }
    }

    @Override
    public String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            out.appendCodePoint(EMOJI[b & 0xff]);
        }
        return out.toString();
    }

    @Override
    public byte[] decode(String text) {
        byte[] out = new byte[text.codePointCount(0, text.length())];
        int at = 0;
        for (int i = 0; i < text.length(); at++) {
            int emoji = text.codePointAt(i);
            Integer value = VALUES.get(emoji);
            if (value == null) {
                throw BaseCodec.foreign(text, i);
            }
            out[at] = value.byteValue();
            i += Character.charCount(emoji);
        }
        return out;
    }
}
