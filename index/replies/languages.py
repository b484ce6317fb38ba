"""What is said to a message in a language that the bot does not read, in that language."""

from __future__ import annotations

LINES = {
    "ar": "أفهم الأسئلة باللغة الإنجليزية فقط. من فضلك اسأل بالإنجليزية.",
    "bn": "আমি শুধু ইংরেজিতে করা প্রশ্ন বুঝি। অনুগ্রহ করে ইংরেজিতে প্রশ্ন করুন।",
    "de": "Ich verstehe nur Fragen auf Englisch. Bitte frag mich auf Englisch.",
    "es": "Solo entiendo preguntas en inglés. Por favor, pregúntame en inglés.",
    "fr": "Je ne comprends que les questions en anglais. Merci de poser la vôtre en anglais.",
    "hi": "मैं केवल अंग्रेज़ी में पूछे गए सवाल समझता हूँ। कृपया अंग्रेज़ी में पूछें।",
    "id": "Saya hanya mengerti pertanyaan dalam bahasa Inggris. Silakan tulis dalam bahasa itu.",
    "pt": "Só entendo perguntas em inglês. Por favor, pergunte em inglês.",
    "ru": "Я понимаю только вопросы на английском языке. Пожалуйста, спросите по-английски.",
    "tr": "Yalnızca İngilizce soruları anlıyorum. Lütfen İngilizce sorun.",
    "uk": "Я розумію лише запитання англійською мовою. Будь ласка, запитайте англійською.",
    "zh": "我只能看懂英文问题，请用英文提问。",
    "other": "I only read English. Please ask me in English.",
}
"""By the codes of ``index.query.language``."""
