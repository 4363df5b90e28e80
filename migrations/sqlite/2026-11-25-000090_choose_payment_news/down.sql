DROP TABLE payment_news;
